// Puts lines on the page. What anybody wrote is inserted as text, never as markup.

import { linkify } from "./linkify.js";

const SENDING = "wird gesendet …";

export class View {
  #log = document.getElementById("log");
  #status = document.getElementById("status");
  #input = document.getElementById("text");
  #choices = null;

  /** A conversation from before, above anything written since; not read out. */
  history(lines, onChoice) {
    const first = this.#log.firstChild;
    this.#log.setAttribute("aria-live", "off");
    for (const line of lines) {
      const entry = line.by === "bot" ? this.#reply(line) : own(line.text);
      entry.meta.append(moment(new Date(line.at)));
      this.#log.insertBefore(entry.item, first);
    }
    const last = lines.at(-1);
    if (last?.by === "bot" && !first) this.#offer(this.#log.lastElementChild, last.buttons, onChoice);
    scrollTo(0, document.documentElement.scrollHeight);
    requestAnimationFrame(() => this.#log.setAttribute("aria-live", "polite"));
  }

  /** A reply that has just arrived. */
  reply(line, onChoice) {
    this.clearChoices();
    const { item, meta } = this.#reply(line);
    meta.append(moment(new Date(line.at)));
    this.#log.append(item);
    this.#offer(item, line.buttons, onChoice);
    show(item);
  }

  /** The citizen's own message, before the server has it. */
  own(text) {
    this.clearChoices();
    const { item, meta } = own(text);
    mark(item, meta, "", SENDING);
    this.#log.append(item);
    show(item);
    return {
      sending: () => mark(item, meta, "", SENDING),
      sent: () => mark(item, meta, "", moment(new Date())),
      failed: (reason, again) => {
        mark(item, meta, "failed", reason);
        if (again) meta.append(" ", button("Erneut senden", "again", () => { again(); this.focus(); }));
        show(item);
      },
    };
  }

  /** One line above the input, read out when it changes. */
  status(text) {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  clearChoices() {
    this.#choices?.remove();
    this.#choices = null;
  }

  focus() {
    this.#input.focus();
  }

  #reply(line) {
    const entry = element("Antwort: ", "reply");
    entry.bubble.append(linkify(line.text));
    return entry;
  }

  #offer(item, buttons, onChoice) {
    if (!buttons.length) return;
    this.#choices = document.createElement("div");
    this.#choices.className = "choices";
    this.#choices.setAttribute("role", "group");
    this.#choices.setAttribute("aria-label", "Auswahl");
    for (const { label, value } of buttons) {
      this.#choices.append(button(label, "", (event) => {
        onChoice(value, label);
        // The pressed button is gone; a finger does not want the keyboard to open.
        if (event.detail === 0) this.focus();
      }));
    }
    item.append(this.#choices);
  }
}

function own(text) {
  const entry = element("Sie: ", "own");
  entry.bubble.textContent = text;
  return entry;
}

function element(speaker, className) {
  const [item, who, bubble, meta] = ["div", "span", "div", "div"].map((name) => document.createElement(name));
  item.className = className;
  who.className = "unseen";
  who.textContent = speaker;
  bubble.className = "bubble";
  bubble.dir = "auto";
  meta.className = "meta";
  item.append(who, bubble, meta);
  return { item, bubble, meta };
}

function mark(item, meta, state, content) {
  item.classList.toggle("failed", state === "failed");
  meta.replaceChildren(content);
}

function button(label, className, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", onClick);
  return made;
}

function moment(at) {
  const time = document.createElement("time");
  const today = at.toDateString() === new Date().toDateString();
  const clock = at.toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
  time.dateTime = at.toISOString();
  time.textContent = today ? clock : `${at.toLocaleDateString("de-DE", { day: "numeric", month: "long" })}, ${clock}`;
  return time;
}

/** A long reply is read from its first line, a short one is seen whole. */
function show(item) {
  const header = document.querySelector("header, .strip")?.offsetHeight ?? 0;
  const room = innerHeight - header - document.getElementById("composer").offsetHeight;
  item.scrollIntoView({ block: item.offsetHeight > room ? "start" : "end" });
}
