"""Signing in with a town's own directory (OpenID Connect, code flow with PKCE, state and nonce).

The directory says who someone is and answers for the second factor; what they may do stands in their account here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from fastapi import HTTPException
from fastapi.responses import RedirectResponse, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.desk.access import HOME
from bot.desk.context import Directory, Visit
from bot.desk.pages import page
from bot.desk.routes_sign_in import enter

COOKIE, PATH = "amtsbote_desk_directory", "/desk/directory"
SECONDS = 600
TIMEOUT = 10.0
LEEWAY = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
_FAILED = "Die Anmeldung über das Verzeichnis ist nicht gelungen. Bitte versuchen Sie es noch einmal."
_UNKNOWN = "Für Sie gibt es hier noch kein Konto. Bitte wenden Sie sich an Ihre Verwaltung."


@dataclass(frozen=True)
class _Begun:
    """What the browser keeps between leaving and coming back."""

    state: str
    nonce: str
    verifier: str


async def begin(visit: Visit) -> Response:
    """On to the directory."""
    directory = _directory(visit)
    begun = _Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
    try:
        metadata = await _metadata(directory)
        async with _client(visit, directory) as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
    except (httpx2.HTTPError, AuthlibBaseError, KeyError, ValueError):
        return _refused(visit, _FAILED, 502)
    response = RedirectResponse(address, 303)
    value = ".".join((begun.state, begun.nonce, begun.verifier))
    secure = visit.request.url.scheme == "https"
    response.set_cookie(COOKIE, value, SECONDS, path=PATH, httponly=True, secure=secure, samesite="lax")
    return response


async def finish(visit: Visit) -> Response:
    """Back from the directory: takes its word only if it answers what this browser began."""
    directory, begun, asked = _directory(visit), _begun(visit), visit.request.query_params
    if begun is None or not secrets.compare_digest(asked.get("state", "").encode(), begun.state.encode()):
        return _refused(visit, _FAILED, 403)
    try:
        claims = await _claims(visit, directory, begun, asked["code"])
    except (httpx2.HTTPError, AuthlibBaseError, JoseError, KeyError, ValueError):
        return _refused(visit, _FAILED, 403)
    email = str(claims.get("email") or "")
    known = email and claims.get("email_verified") is not False
    found = await visit.desk.store.staff.by_login(email) if known else None
    if found is None:
        return _refused(visit, _UNKNOWN, 403)
    if visit.session:
        await visit.desk.store.sessions.close(visit.session.token)
    response = await enter(visit, found[0], "full", HOME)
    response.delete_cookie(COOKIE, path=PATH)
    return response


async def _claims(visit: Visit, directory: Directory, begun: _Begun, code: str) -> dict[str, Any]:
    """What the directory says of the person, its signature, issuer, audience, age and nonce checked."""
    metadata = await _metadata(directory)
    async with _client(visit, directory) as client:
        token = await client.fetch_token(metadata["token_endpoint"], code=code, code_verifier=begun.verifier)
    keys = await _fetch(metadata["jwks_uri"])
    decoded = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": metadata["issuer"]},
        aud={"essential": True, "value": directory.client_id},
        exp={"essential": True},
        nonce={"essential": True, "value": begun.nonce},
    )
    registry.validate(decoded.claims)
    return dict(decoded.claims)


async def _metadata(directory: Directory) -> Any:
    metadata = await _fetch(directory.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if str(metadata["issuer"]).rstrip("/") != directory.issuer.rstrip("/"):
        raise ValueError("another issuer")
    return metadata


async def _fetch(address: str) -> Any:
    async with httpx2.AsyncClient(timeout=TIMEOUT) as client:
        return (await client.get(address)).raise_for_status().json()


def _client(visit: Visit, directory: Directory) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        directory.client_id,
        directory.client_secret,
        scope="openid email profile",
        redirect_uri=str(visit.request.base_url).rstrip("/") + f"{PATH}/back",
        code_challenge_method="S256",
        timeout=TIMEOUT,
    )


def _directory(visit: Visit) -> Directory:
    if visit.desk.directory is None:
        raise HTTPException(404)
    return visit.desk.directory


def _begun(visit: Visit) -> _Begun | None:
    parts = visit.request.cookies.get(COOKIE, "").split(".")
    return _Begun(*parts) if len(parts) == 3 and all(parts) else None


def _refused(visit: Visit, fault: str, status: int) -> Response:
    return page(visit, "sign_in.html", status, fault=fault, next=HOME, directory=True)
