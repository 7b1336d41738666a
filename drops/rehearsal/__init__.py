"""The rush of a rehearsal: who plays which part, how they play it over real sockets, and what came of it."""
