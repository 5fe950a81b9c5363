"""Is this quotation verbatim? Pasted words and an article → an answer that never says yes too much.

1. White space, ellipses and a pair of quotation marks at the ends of the pasted words are no part of them; if the
   rest is not found, nor is a mark at one end only.
2. ``exact``: the article has these very words. ``typography``: it has them but for what ``typography.py`` folds,
   and the answer lists what differs. Only these two are verified. A find has to begin and end at whole words and
   numbers, with their signs and units, and to stand in one text or in paragraphs that follow each other.
3. ``shortened``: the words are cut at an ellipsis, and each piece, of two words or more, stands in the article in
   this order; of several such passages the shortest counts. What was left out is shown. This is never verified: what
   an ellipsis drops may turn the sense. Words known to do so are named (``turning``), and so is a quotation
   put together from what different people say (``stitched``).
4. ``punctuation``: the nearest passage has the same words and other signs. ``different``: words differ; those that the
   article has in another place are told with it. ``absent``: nothing comes near. ``empty``: no words.

``templates/parts/check.js`` gives the same answers in the browser, and tests/cases/check.md is held against both.
"""
