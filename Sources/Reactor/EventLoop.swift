// The event loop comes here.
