"""The ear: what is said on a line becomes words. The seam, the engines behind it, and the processes they run in."""
