"""What an editor writes: article.toml, notes and pages, each mistake reported with its line."""
