// The chat page: what is written goes out in order, replies are waited for.

import { Api, newId, pause } from "./api.js";
import { View } from "./view.js";

const WAIT = 25;
const LONGEST_PAUSE = 30;
const CLOSE_TO_END = 150;

const form = document.getElementById("composer");
const input = document.getElementById("text");
const api = new Api(document.body.dataset.organisation);
const view = new View();

let last = 0;
let loaded = false;
let listening = false;
let queue = Promise.resolve();
let setReady;
const ready = new Promise((resolve) => { setReady = resolve; });

function submit(text, shown = text) {
  const entry = view.own(shown);
  const id = newId();
  const go = () => { queue = queue.then(() => deliver(entry, id, text, go)); };
  go();
}

async function deliver(entry, id, text, again) {
  entry.sending();
  try {
    if (api.hasSession && !loaded) {
      listen();
      await ready;
    }
    await api.send(id, text);
    entry.sent();
    markLoaded();
    listen();
  } catch (error) {
    const hopeless = error.status === 413 || error.status === 422;
    entry.failed(`Nicht gesendet. ${error.message && error.status ? error.message : "Keine Verbindung."}`, !hopeless && again);
  }
}

function markLoaded() {
  loaded = true;
  setReady();
}

async function listen() {
  if (listening) return;
  listening = true;
  for (let failures = 0; api.hasSession; ) {
    try {
      receive(await api.lines(last, loaded ? WAIT : 0));
      failures = 0;
      view.status("");
    } catch (error) {
      if (error.status === 401) {
        api.forget();
        markLoaded();
        break;
      }
      failures += 1;
      if (failures > 1) view.status("Keine Verbindung. Wir versuchen es weiter.");
      await pause(error.retryAfter || Math.min(2 ** (failures - 1), LONGEST_PAUSE));
    }
  }
  listening = false;
}

function receive(lines) {
  if (loaded) {
    for (const line of lines) if (line.by === "bot" && line.id > last) view.reply(line, submit);
  } else {
    view.history(lines, submit);
  }
  last = Math.max(last, ...lines.map((line) => line.id));
  markLoaded();
}

function fit() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function send() {
  const text = input.value;
  if (!text.trim()) return;
  input.value = "";
  fit();
  submit(text);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
  input.focus();
});
input.addEventListener("input", fit);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});

// What has the focus or has just arrived must not lie behind the header or the input.
const header = document.querySelector("header, .strip");
const observer = new ResizeObserver(() => {
  const sticks = header && getComputedStyle(header).position === "sticky";
  document.documentElement.style.scrollPaddingTop = `${sticks ? header.offsetHeight : 0}px`;
  document.documentElement.style.scrollPaddingBottom = `${form.offsetHeight}px`;
  const below = document.documentElement.scrollHeight - innerHeight - scrollY;
  if (below < CLOSE_TO_END) scrollTo(0, document.documentElement.scrollHeight);
});
observer.observe(form);
if (header) observer.observe(header);

if (window.parent !== window) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) window.parent.postMessage({ amtsbote: "close" }, "*");
  });
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.data?.amtsbote === "focus") view.focus();
  });
}

form.hidden = false;
if (api.hasSession) listen();
