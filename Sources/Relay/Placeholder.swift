internal import Observer
