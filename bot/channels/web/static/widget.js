/* Puts a button for the chat on any page:
   <script src="https://chat.example/widget.js" data-organisation="musterstadt" async></script>
   The page's address must be in AMTSBOTE_EMBED_ORIGINS. If the page has a Content-Security-Policy, it must allow
   the chat's address in script-src and frame-src; styles need no permission. */
(() => {
  "use strict";
  const script = document.currentScript;
  const organisation = script?.dataset.organisation;
  if (!organisation) {
    console.error("Amtsbote: data-organisation fehlt am script-Element.");
    return;
  }
  const address = new URL(`chat/${encodeURIComponent(organisation)}?embed=1`, script.src);
  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    .toggle {
      position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; min-height: 48px; padding: 0.7rem 1.3rem;
      border: 2px solid #fff; border-radius: 1.6rem; background: #0b5a6b; color: #fff; cursor: pointer;
      font: 600 1rem/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; box-shadow: 0 3px 14px rgb(0 0 0 / 0.3);
    }
    .toggle:hover { background: #084451; }
    .toggle:focus-visible { outline: 3px solid #0b5a6b; outline-offset: 2px; }
    .panel {
      position: fixed; inset: auto 1rem 5rem auto; z-index: 2147483000; width: min(26rem, calc(100vw - 2rem));
      height: min(40rem, calc(100vh - 6rem)); border: 1px solid #71838b; border-radius: 1rem; overflow: hidden;
      background: Canvas; box-shadow: 0 8px 32px rgb(0 0 0 / 0.3);
    }
    .panel[hidden] { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    @media (max-width: 30rem) {
      .panel { inset: 0.5rem 0.5rem 4.6rem 0.5rem; width: auto; height: auto; }
      .toggle { inset: auto 0.5rem 0.75rem auto; }
    }
    @media print { :host { display: none; } }
  `;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  host.lang = "de";

  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "toggle";
  toggle.setAttribute("aria-controls", "amtsbote-panel");
  const panel = document.createElement("div");
  panel.id = "amtsbote-panel";
  panel.className = "panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Chat");
  let frame = null;

  function label(open) {
    toggle.textContent = open ? "Chat schließen" : "Chat öffnen";
    toggle.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
  }

  function focusInside() {
    frame.focus();
    frame.contentWindow.postMessage({ amtsbote: "focus" }, address.origin);
  }

  function open() {
    label(true);
    if (frame) {
      focusInside();
      return;
    }
    frame = document.createElement("iframe");
    frame.title = "Chat";
    frame.src = address.href;
    frame.addEventListener("load", focusInside);
    panel.append(frame);
  }

  function close() {
    if (panel.hidden) return;
    label(false);
    toggle.focus();
  }

  toggle.addEventListener("click", () => (panel.hidden ? open() : close()));
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  window.addEventListener("message", (event) => {
    const ours = frame && event.source === frame.contentWindow && event.origin === address.origin;
    if (ours && event.data?.amtsbote === "close") close();
  });

  label(false);
  root.append(panel, toggle);
  document.body.append(host);
})();
