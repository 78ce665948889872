# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""microburst with a seed for its random numbers: ``seeded_microburst.py SEED`` and microburst's own options."""

from __future__ import annotations

import random
import sys

from microburst.cli import main

if __name__ == "__main__":
    random.seed(int(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
