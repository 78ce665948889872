# Copyright: (c) 2026, euc.workspaces contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour can change in any release.

"""Options of M(euc.workspaces.workspaces_byol_images): each image is held against those of a single one."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError

from .._aws.errors import Failure
from .image_options import IMAGE_OPTIONS, REQUIRED_IF, refuse_bad_image
from .._wait.poll import WAIT_OPTIONS, refuse_bad_wait

OWN_WAIT = {option: {"type": "int"} for option in ("wait_timeout", "wait_delay")}
"""What an image can set for itself; by default as for all."""


def refuse_bad_options(params, service_model):
    """Give each of the images its defaults. Raises C(Failure) (invalid_request, sdk_too_old), naming the image."""
    images = [_with_defaults(params, number, image) for number, image in enumerate(params["images"])]
    names = [image["name"] for image in images]
    for number, image in enumerate(images):
        if image["name"] in names[:number]:
            raise _bad(number, image, Failure("invalid_request", "This name is given twice"))
        try:
            refuse_bad_image(image, service_model)
            refuse_bad_wait(image)
        except Failure as failure:
            raise _bad(number, image, failure) from failure
    params["images"] = images


def _with_defaults(params, number, image):
    # What is null was not given: a dict has no omit.
    given = {option: value for option, value in image.items() if value is not None}
    checked = ArgumentSpecValidator({**IMAGE_OPTIONS, **OWN_WAIT}, required_if=REQUIRED_IF).validate(given)
    if errors := checked.errors.errors:
        raise _bad(number, image, Failure("invalid_request", "; ".join(map(_in_words, errors))))
    own = {option: value for option, value in checked.validated_parameters.items() if value is not None}
    shared = {option: params[option] for option in WAIT_OPTIONS}
    return {**checked.validated_parameters, **shared, **{option: own[option] for option in OWN_WAIT if option in own}}


def _in_words(error):
    """An error of Ansible's validator, which leaves it to modules to say what is unsupported."""
    return f"Unsupported option: {error.msg}" if isinstance(error, UnsupportedError) else error.msg


def _bad(number, image, failure):
    name = image.get("name") or image.get("image_name")
    which = f"images[{number}]" + (f" ({name})" if name else "")
    return Failure(failure.reason, f"{which}: {failure.message}", failure.remedy)
