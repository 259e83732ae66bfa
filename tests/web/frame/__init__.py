"""Tests of the frame on the pages."""
