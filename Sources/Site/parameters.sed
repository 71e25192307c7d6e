# Breathe reads one name in each @param: the text of several stands with the last.
s/@param ([a-z]+), ([a-z]+), ([a-z]+)/@param \1 see `\3`.\n * @param \2 see `\3`.\n * @param \3/
s/@param ([a-z]+), ([a-z]+)/@param \1 see `\2`.\n * @param \2/
