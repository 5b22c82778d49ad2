// The assembly comes here.
