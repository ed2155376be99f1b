// Brings the page up to date when the daemon says that something changed. The page is whole without it.
"use strict";

(() => {
  const main = document.getElementById("main");
  const told = document.getElementById("live");
  const target = main.dataset.target;
  const pause_ms = 10; // several changes at once are one look
  let waiting = false;

  // What a reader had opened, and where the focus was, stay as they were.
  function replace(fresh) {
    const open = new Set([...main.querySelectorAll("details[open]")].map((each) => each.id));
    const focus = document.activeElement;
    const held = main.contains(focus) ? focus.id || focus.getAttribute("href") : null;
    main.replaceChildren(...fresh.childNodes);
    for (const each of main.querySelectorAll("details")) each.open = open.has(each.id);
    if (held === null) return;
    const again = [...main.querySelectorAll("[id], a[href]")].find(
      (each) => each.id === held || each.getAttribute("href") === held,
    );
    (again ?? main).focus({ preventScroll: true });
  }

  async function look() {
    waiting = false;
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("main");
    if (!fresh || fresh.innerHTML === main.innerHTML) return;
    replace(fresh);
    document.title = page.title;
    told.textContent = main.dataset.updated;
  }

  function soon() {
    if (waiting) return;
    waiting = true;
    setTimeout(() => look().catch(() => {}), pause_ms); // a daemon that restarts is asked again after its events
  }

  const source = new EventSource("/api/v1/events?after=" + encodeURIComponent(main.dataset.cursor));
  for (const type of ["assessment", "alert"]) {
    source.addEventListener(type, (event) => {
      if (!target || JSON.parse(event.data).target === target) soon();
    });
  }
  source.addEventListener("reset", soon);
})();
