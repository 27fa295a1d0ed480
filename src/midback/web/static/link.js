"use strict";
// Takes the code of a link from behind the # of its address into the form, and out of the address. Without this file
// the code is typed, or the whole link pasted.
(() => {
  const field = document.getElementById("link");
  if (!field) return;
  const take = () => {
    if (location.hash.length < 2) return;
    field.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  };
  addEventListener("hashchange", take);
  take();
  field.closest(".code").hidden = field.value !== "";
})();
