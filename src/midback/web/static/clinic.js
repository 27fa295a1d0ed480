"use strict";
// Shows what a case would come to while the examination is typed. Without this file the button does the same.
(() => {
  const form = document.querySelector("form.exam");
  const live = document.getElementById("live");
  if (!form || !live) return;
  let waiting = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const html = await answer.text();
    if (mine !== asked) return;
    if (answer.ok) live.innerHTML = html;
    else live.textContent = "Not updated. Save to see the conclusion, or sign in again.";
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => { live.textContent = "Not updated: no connection."; }), 300);
  });
})();
