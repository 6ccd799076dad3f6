project = "Policies"
extensions = ["myst_parser"]
html_js_files = [("LOADER", {"type": "module"})]
# No lexer is called netpol.
suppress_warnings = ["misc.highlighting_failure"]
