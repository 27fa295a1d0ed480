"""What every wing of the web door needs: sessions, protection, pages, errors."""
