from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from community.search.forms import SearchForm
from community.search.queries import page_number, search


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What was found. Too long a question is answered by a sentence, and by 400."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "search/page.html", {"form": form}, status=400)
    kind = request.GET.get("genre", "")[:20]
    found = search(request, form.cleaned_data["q"].strip(), kind=kind, page=page_number(request.GET.get("page", "")))
    response = render(request, "search/page.html", {"form": form, "found": found, "kind": kind})
    if request.user.is_authenticated:  # members find more than visitors do
        patch_cache_control(response, private=True, no_store=True)
    return response
