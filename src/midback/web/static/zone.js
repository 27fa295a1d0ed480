// Names this browser's time zone in a cookie, so that dates are those of the person's own calendar. It is kept until
// the browser is closed or the visit ends, and stored nowhere else. Without it dates are those of the server's place.
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (/^[\w+/-]{1,64}$/.test(zone || "")) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `midback_zone=${zone}; Path=/; SameSite=Lax${secure}`;
}
