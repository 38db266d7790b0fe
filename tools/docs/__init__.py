"""The documentation site: written pages of `docs/` and pages generated from data and code, in English and Chinese.

`python -m tools.docs` assembles the sources of both languages in `build/docs/source`, builds them with Sphinx into `build/docs/site`, and checks that
every link of the built pages leads somewhere and that no page loads anything from elsewhere.
"""
