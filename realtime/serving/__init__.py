"""One module for each server; what they use of its insides is little, and test_slow_readers.py tells when it moves."""
