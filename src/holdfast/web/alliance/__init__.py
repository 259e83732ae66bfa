"""Session checks, goals, signals of the alliance: tables, acts and pages."""
