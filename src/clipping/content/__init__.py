"""Read and check the editor's files: article.toml, notes and pages. Each mistake is reported with its line."""
