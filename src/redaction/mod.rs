//! Originals, renditions and the desk where one becomes the other.
