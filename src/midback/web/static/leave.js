// Leaves the page of somebody in danger at once: its address is replaced in the history, and the answers are deleted on
// the way. Esc pressed twice does the same. Without this file the button does it, and the address stays in the history.
"use strict";
(() => {
  const form = document.getElementById("leave");
  if (!form) return;
  const leave = () => {
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
    document.body.replaceChildren();
    location.replace(form.dataset.to);
  };
  document.getElementById("leave-keys").hidden = false;
  let before = -Infinity;
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "escape" || event.repeat) return;
    if (event.timeStamp - before < 2000) leave();
    before = event.timeStamp;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
})();
