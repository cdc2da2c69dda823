// The first.
