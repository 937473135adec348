"""What every page shows in the same way: lights, clocks, timelines, symbols, days. No page and no query lives here."""
