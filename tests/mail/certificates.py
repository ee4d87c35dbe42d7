"""A certificate that nobody signed but itself, made for one test run."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """(certificate, key) as PEM files, for a name or an IP address."""
    key = ec.generate_private_key(ec.SECP256R1())
    # Subjects must differ: among trusted certificates OpenSSL looks for the issuer by its name.
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{host} {x509.random_serial_number() % 10**9}")])
    numeric = host.replace(".", "").isdigit()
    who = x509.IPAddress(ipaddress.ip_address(host)) if numeric else x509.DNSName(host)
    now = datetime.now(UTC)
    begin, end, serial = now - timedelta(days=1), now + timedelta(days=2), x509.random_serial_number()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), serial, begin, end)
        .add_extension(x509.SubjectAlternativeName([who]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "certificate.pem", folder / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.write_bytes(private)
    return cert_file, key_file


def server_context(cert_file: Path, key_file: Path) -> ssl.SSLContext:
    """TLS as a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert_file, key_file)
    return context
