// Live pages, text modules and keys; everything also works without this file, only more slowly.
"use strict";

const body = document.body;
const csrf = body.dataset.csrf;
const $ = (id) => document.getElementById(id);

// Preferences stay in this browser.
const preference = (name, fallback) => (localStorage.getItem(`desk-${name}`) ?? fallback) === "yes";
const defaults = { shortcuts: "yes", sound: "no", notify: "no" };
for (const box of document.querySelectorAll("[data-preference]")) {
  const name = box.dataset.preference;
  box.checked = preference(name, defaults[name]);
  box.addEventListener("change", () => {
    localStorage.setItem(`desk-${name}`, box.checked ? "yes" : "no");
    if (name === "notify" && box.checked && "Notification" in window) Notification.requestPermission();
    for (const same of document.querySelectorAll(`[data-preference="${name}"]`)) same.checked = box.checked;
  });
}

// What is new is shown at once only to someone who is not reading or choosing in the list.
const queue = $("queue");
const waiting = () => Number.parseInt(document.querySelector('[data-count="all"]')?.textContent ?? "0", 10);
let moved = 0;
document.addEventListener("mousemove", () => { moved = Date.now(); });
const aiming = () => queue.matches(":hover") && Date.now() - moved < 5000;
const reading = () => queue.contains(document.activeElement) || aiming() || window.scrollY > 150;
function queueChanged() {
  if (!queue) return;
  if (reading()) $("show-news").hidden = false;
  else htmx.trigger(queue, "changed");
}
if (queue) {
  let before = waiting();
  let asked = false;
  $("show-news").addEventListener("click", () => {
    $("show-news").hidden = true;
    asked = true;
    htmx.trigger(queue, "changed");
    queue.querySelector("a")?.focus({ preventScroll: true });
  });
  queue.addEventListener("htmx:beforeSwap", (event) => { // somebody may have begun to read while it was fetched
    if (!asked && reading()) {
      event.preventDefault();
      $("show-news").hidden = false;
    }
    asked = false;
  });
  queue.addEventListener("htmx:afterSwap", () => {
    const now = waiting();
    if (now > before) announce(now - before);
    before = now;
  });
}

function announce(count) {
  const text = document.documentElement.lang === "en" ? `${count} new` : `${count} neu`;
  if ($("news")) $("news").textContent = text;
  if (preference("sound", "no")) beep();
  if (preference("notify", "no") && "Notification" in window && Notification.permission === "granted" && document.hidden) {
    new Notification("Amtsbote", { body: text, tag: "amtsbote-desk" });
  }
}

function beep() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  gain.gain.value = 0.05;
  tone.frequency.value = 660;
  tone.connect(gain).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.15);
  tone.onended = () => audio.close();
}

const thread = $("thread");
function threadChanged() {
  if (thread && !thread.contains(document.activeElement)) htmx.trigger(thread, "changed");
}
if (queue || thread) {
  const events = new EventSource("/desk/events");
  events.addEventListener("open", () => { queueChanged(); threadChanged(); }); // what happened before we listened
  events.addEventListener("queue", queueChanged);
  events.addEventListener("conversation", (event) => { if (thread && [thread.dataset.key, "*"].includes(event.data)) threadChanged(); });
  events.addEventListener("typing", (event) => {
    const [key, ...name] = event.data.split(" ");
    if (thread && key === thread.dataset.key && name.join(" ") !== body.dataset.name) showTyping(name.join(" "));
  });
  window.addEventListener("pagehide", () => events.close());
}

// Whether a reply has arrived, no event tells: the citizen's browser or the platform says it to the server alone.
if (thread) {
  setInterval(() => {
    if (thread.querySelector(".person .state.pending") && !document.hidden) threadChanged();
  }, 4000);
  let unfolded = [];
  thread.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target === thread) unfolded = [...thread.querySelectorAll("details[open]")].map((one) => one.id);
  });
  thread.addEventListener("htmx:afterSwap", () => {
    for (const id of unfolded) $(id)?.setAttribute("open", "");
  });
}

// What is marked in the conversation is what shall be redacted.
document.addEventListener("selectionchange", () => {
  const marked = getSelection();
  const passage = $("passage");
  if (passage && marked.anchorNode && thread?.contains(marked.anchorNode) && String(marked).trim()) passage.value = String(marked).trim();
});

let typingEnds = 0;
function showTyping(name) {
  $("typing").textContent = `${name} ${$("typing").dataset.says}`;
  clearTimeout(typingEnds);
  typingEnds = setTimeout(() => { $("typing").textContent = ""; }, 6000);
}

// Replies: text modules by name, and that someone writes.
const text = $("text");
if (text) {
  let told = 0;
  text.addEventListener("input", () => {
    if (Date.now() - told > 3000) {
      told = Date.now();
      fetch(text.dataset.typing, { method: "POST", headers: { "X-CSRF-Token": csrf } });
    }
    const call = text.value.slice(0, text.selectionStart).match(/::([a-z0-9_-]+)[ \n]$/);
    if (call) putModule(call[1], text.selectionStart - call[0].length, text.selectionStart);
  });
  for (const button of document.querySelectorAll("[data-module]")) {
    button.addEventListener("click", () => putModule(button.dataset.module, text.selectionStart, text.selectionEnd));
  }
  text.form.addEventListener("submit", () => {
    setTimeout(() => { for (const button of text.form.querySelectorAll("button")) button.disabled = true; });
  });
}

async function putModule(name, start, end) {
  const answer = await fetch(text.dataset.modules + encodeURIComponent(name));
  $("module-fault").hidden = answer.ok;
  if (!answer.ok) return;
  const module = (await answer.json()).text;
  text.setRangeText(module, start, end, "end");
  const blank = module.match(/\[[^[\]\n]{1,40}\]/);
  if (blank) text.setSelectionRange(start + blank.index, start + blank.index + blank[0].length);
  text.focus();
}

// Keys. Single letters can be switched off (WCAG 2.1.4) and never act while someone writes.
for (const opener of document.querySelectorAll("[data-open]")) {
  opener.addEventListener("click", () => $(opener.dataset.open).showModal());
}
const go = (address) => { location.href = address; };
const keys = {
  "?": () => $("keys")?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  c: () => (document.activeElement?.closest(".entry")?.querySelector("form button") ?? document.querySelector("#claim button"))?.click(),
  r: () => text?.focus(),
  n: () => $("note")?.focus(),
  x: () => $("reason")?.focus(),
  g: () => go("/desk"),
  s: () => go("/desk/search"),
};
function step(by) {
  const links = [...document.querySelectorAll(".entries a.text")];
  const at = links.indexOf(document.activeElement?.closest(".entry")?.querySelector("a.text"));
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && document.activeElement === text) {
    event.preventDefault();
    text.form.requestSubmit();
    return;
  }
  const closed = event.target.closest?.("dialog:not([open])"); // keeps the focus until the next frame
  const writing = !closed && event.target.closest?.("input, textarea, select, dialog");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || !csrf) return;
  if (event.key in keys && preference("shortcuts", "yes")) {
    event.preventDefault();
    keys[event.key]();
  }
});
