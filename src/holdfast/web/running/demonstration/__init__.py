"""A demonstration practice: invented people, real acts, eighteen months of work.

The same seed and the same last day give the same story. Each capability tells its part in a module
of its own, named in `story.PARTS`.
"""
