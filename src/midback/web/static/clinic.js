"use strict";
// Shows what a case would come to while it is typed, and asks before what is typed is left. Without this file the
// buttons do the same, and the page says what is kept.
(() => {
  const form = document.querySelector("form.exam");
  const live = document.getElementById("live");
  if (!form || !live) return;
  let waiting = 0;
  let asked = 0;
  let typed = "typed" in form.dataset;
  const ask = async () => {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.preview, { method: "POST", body });
    const html = await answer.text();
    if (mine !== asked) return;
    if (answer.ok) live.innerHTML = html;
    else live.textContent = answer.headers.get("content-type").startsWith("text/plain") ? html : form.dataset.failed;
    const advised = live.querySelector("[data-advised]");
    if (answer.ok && advised) form.elements.advised.value = advised.dataset.advised;
  };
  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => { live.textContent = form.dataset.offline; }), 300);
  });
  form.addEventListener("submit", () => { typed = false; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
