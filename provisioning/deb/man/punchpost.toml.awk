# Makes punchpost.toml(5) from the commented example, so that the two cannot differ.
function roff(text) { gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text); gsub(/'/, "\\(aq", text); return text }
BEGIN {
  print ".TH PUNCHPOST.TOML 5 \"2026-11-20\" \"Punchpost " version "\" \"File Formats\""
  print ".SH NAME\npunchpost.toml \\- configuration of a Punchpost terminal"
  print ".SH SYNOPSIS\n.I /etc/punchpost/punchpost.toml"
  print ".SH DESCRIPTION"
  print "A TOML 1.0 file. Relative paths start from its folder. An unknown key is a mistake; all mistakes are reported at"
  print "once, with line and key, by \\fBpunchpost config check\\fR. The service reads the file when it starts. With a mistake"
  print "in it, it goes on with the last good one, which it keeps in the data directory."
  print ".PP\nTimes are numbers with ms, s, m, h, d or y; sizes with kB, MB, GB, KiB, MiB, GiB."
  print ".SH KEYS"
}
/^\[/ { sub(/[ \t]*#.*/, ""); print ".SS \"" roff($0) "\""; next }
/^[a-z-]+ = / {
  key = $1
  rest = substr($0, length(key) + 4)
  comment = ""
  if (match(rest, / +# /)) { comment = substr(rest, RSTART + RLENGTH); rest = substr(rest, 1, RSTART - 1) }
  print ".TP\n\\fB" roff(key) "\\fR = " roff(rest)
  print comment == "" ? "As said above." : roff(comment)
}
END {
  print ".SH EXAMPLE\n/usr/share/doc/punchpost/examples/punchpost.toml has every key."
  print ".SH SEE ALSO\n.BR punchpost (1)"
}
