"""The web door: pages that work without JavaScript, and a JSON API."""
