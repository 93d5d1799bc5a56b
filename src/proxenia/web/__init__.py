"""What atlas and desk share on the web: errors, pages, assets, security headers, the server."""
