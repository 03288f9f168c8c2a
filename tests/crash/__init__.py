"""What a run leaves when it is cut off at any moment, and that the next one makes of it what a clean build makes."""
