"""The tests, which run on servers of their own: a folder within the state folder, made on first use.

A test run makes and drops hundreds of databases, for which its cluster gives up surviving a power cut
(``tests.databases.make_template``); the product's own cluster, with the demonstration in it, never does.
"""

import os

from config.environment import state_folder

if state_folder().name != "tests":
    os.environ["TONGBAN_STATE"] = str(state_folder() / "tests")
