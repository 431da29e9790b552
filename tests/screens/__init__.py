"""Every screen before a made-up city, by Chromium. No call is placed: these run beside those that place some."""
