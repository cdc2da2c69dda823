// The second.
