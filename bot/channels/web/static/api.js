// Talks to the server: one session per organisation and browser, messages that are sent until they are stored.

const NETWORK_ATTEMPTS = 5;
const BUSY_ATTEMPTS = 30;
const PAUSE = 2;
const SEND_LIMIT = 20;

/** The server's no, with its German reason. */
export class Refused extends Error {
  constructor(status, reason, retryAfter) {
    super(reason);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** An id for a message; the same when it is sent again. */
export function newId() {
  // crypto.randomUUID is missing on pages without https.
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Api {
  #base = location.pathname.replace(/\/$/u, "");
  #key;
  #token = null;

  constructor(organisation) {
    this.#key = `amtsbote-session-${organisation}`;
  }

  /** Whether there is a conversation to go on with, here or from another tab. */
  get hasSession() {
    return Boolean(this.#token ?? (this.#token = read(this.#key)));
  }

  /** Drops a session that the server does not accept. */
  forget() {
    this.#token = null;
    write(this.#key, null);
  }

  /** Sends a message until the server has stored it; throws what a person has to decide on. */
  async send(id, text) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (!this.hasSession) await this.#open();
        await this.#request("/messages", SEND_LIMIT, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ id, text }),
        });
        return;
      } catch (error) {
        if (error.status === 401) this.forget();
        if (attempt >= attemptsFor(error)) throw error;
        await pause(error.retryAfter || PAUSE);
      }
    }
  }

  /** Lines after the last one seen; waits up to `wait` seconds for one. */
  async lines(after, wait) {
    const { lines } = await this.#request(`/messages?after=${after}&wait=${wait}`, wait + 15);
    return lines;
  }

  async #open() {
    const { session } = await this.#request("/session", SEND_LIMIT, { method: "POST" });
    this.#token = session;
    write(this.#key, session);
  }

  async #request(path, seconds, options = {}) {
    const headers = { ...options.headers };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), seconds * 1000);
    try {
      const response = await fetch(this.#base + path, { ...options, headers, cache: "no-store", signal: limit.signal });
      const body = await response.json().catch(() => ({}));
      if (response.ok) return body;
      throw new Refused(response.status, body.error ?? "", Number(response.headers.get("Retry-After")));
    } finally {
      clearTimeout(timer);
    }
  }
}

function attemptsFor(error) {
  if (error.status === 503) return BUSY_ATTEMPTS;
  if (error.status === 401) return 2;
  return !error.status || error.status === 502 || error.status === 504 ? NETWORK_ATTEMPTS : 1;
}

// In a frame on another site a browser may refuse storage: then the conversation lasts as long as the page.
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
