"""What axe finds on a page that is open in a browser."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
IS_LOADED = "typeof axe !== 'undefined'"
RUN = """async (onlyColors) => {
  const resultTypes = ['violations'];
  const found = async (where, options) =>
    (await axe.run(where, {resultTypes, ...options})).violations;
  const laterRows = 'tbody tr:nth-child(n+9)';
  const violations = [
    ...await found({exclude: [[laterRows]]}, {runOnly: ['color-contrast']}),
    ...onlyColors
      ? []
      : await found(document, {rules: {'color-contrast': {enabled: false}}}),
  ];
  return violations.map(({id, nodes}) => [id, nodes.map(node => node.html)]);
}"""
"""All rules judge the whole page, but contrast is measured in eight rows of a table.

The rows of a table look alike, and the contrast of a year of rows takes seven seconds.
"""


def violations(page, *, only_colors=False):
    """Return the rules that a page breaks, each with the HTML that breaks it.

    A second color scheme needs `only_colors`: all else is the same in both.

    The page needs `bypass_csp`: axe is a script of the test, which the page's own
    policy refuses.
    """
    if not page.evaluate(IS_LOADED):
        page.evaluate(AXE)
    return page.evaluate(RUN, only_colors)
