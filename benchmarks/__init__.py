"""How fast it is, as ratios in one run: this machine against itself."""
