"""The pages of the people: signing in and out, joining, passwords, classes and, for the administrator, everybody."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.isolates import isolated
from epcr.people import steps
from epcr.people.access import ACCESS, BEFORE_NEW_PASSWORD
from epcr.people.class_form import ClassForm
from epcr.people.corrections import levels_in, usual_level
from epcr.people.ending import ClassEnded, goes_on, history_of, require_going_on, takes_changes
from epcr.people.forms import (
    JoinAnotherForm,
    JoinForm,
    JustAsk,
    LoginForm,
    PasswordForm,
    PersonForm,
    SignInForm,
    say,
    typed,
)
from epcr.people.listing import read_login
from epcr.people.meanwhile import Conflict
from epcr.people.model import Classroom, Person, Role
from epcr.people.once import made, makes, makes_where, press_key
from epcr.people.password import check_new_password, hash_password, matches
from epcr.people.press import Press, answer, claim
from epcr.people.reach import is_told, reached_at
from epcr.people.refused import Refused
from epcr.people.refused_sign_in import WRONG_ON_ITS_PAGE, note_refused
from epcr.people.roster import gone_from, imports_of, roster
from epcr.people.showing import decides, was_shown
from epcr.people.signed_in import database, forget, only_asked, person, remember, session, somebody
from epcr.people.signing_in import one_guess, whose
from epcr.people.slip import password_on
from epcr.people.slip_pages import secret, show_made
from epcr.people.throttle import address, throttle
from epcr.sheet.section import new_id

blueprint = Blueprint("people", __name__)

Page = str | AnyResponse | tuple[str, int]
# A browser takes these for a step up, which may lead out of the service to its neighbors on the host.
_CLIMBS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


@blueprint.before_app_request
def new_password_first() -> AnyResponse | None:
    """Send somebody whose password was set by another to choose their own, whatever they asked for."""
    endpoint = request.endpoint
    if (
        endpoint is None
        or endpoint in BEFORE_NEW_PASSWORD
        or (endpoint in ACCESS and ACCESS[endpoint] is None)
    ):
        return None
    who = somebody()
    return redirect(url_for("people.password"), 303) if who is not None and who.must_change_password else None


# Signing in and out ---------------------------------------------------------------------------------------------------


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Page:
    """Who are you? Says the same whether the login or the password is wrong, and takes as long."""
    target = safe_target(request.values.get("next", ""))
    form = SignInForm()
    if only_asked():
        if somebody() is not None:
            return redirect(target)
        return render_template("people/sign_in.html", form=form, target=target)
    if form.validate_on_submit():
        found = whose(form)
        if found is not None:
            if found.first_sign_in_at is None:
                steps.note_first_sign_in(session(), found)
                session().commit()
            remember(found)
            return redirect(target, 303)
    return render_template("people/sign_in.html", form=form, target=target), 422


@blueprint.post("/sign-out")
def sign_out() -> Page:
    """Sign out, on this browser and on every other: a copy of the cookie is no longer any good."""
    who = somebody()
    if who is not None:
        steps.end_sign_ins(session(), who)
        session().commit()
    forget()
    flash("You are signed out, here and on every other device.", "good")
    return redirect(url_for("people.sign_in"), 303)


def safe_target(target: str) -> str:
    """Where to go after signing in: a path of this service, else the start."""
    path = target.removeprefix(request.script_root)
    if (
        target.startswith(f"{request.script_root}/")
        and re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", path)
        and "\\" not in target
        and not path.startswith("/sign-")
        and not _CLIMBS.search(path.partition("?")[0])
    ):
        return target
    return url_for("sheet.home")


@blueprint.route("/join", methods=["GET", "POST"])
def join() -> Page:
    """A new trainee joins a class with its code. Who has an account already is led to where they join with it."""
    here = somebody()
    if only_asked() and here is not None and here.role == Role.TRAINEE:
        return redirect(url_for("people.join_another", code=request.args.get("code") or None))
    form = JoinForm(code=request.args.get("code", "")) if only_asked() else JoinForm()
    over = _of_ended_class(typed(form.code)) if only_asked() else ""
    if form.validate_on_submit():
        throttle().require("JOINS_PER_ADDRESS", address())
        try:
            found = _joined(form)
        except Refused as refused:
            _slow_down(refused)
            say(form, refused)
        else:
            throttle().count("JOINS_PER_ADDRESS", address())
            remember(found)
            flash(
                f"Welcome, {isolated(found.name)}. You are in {isolated(found.classrooms[0].name)}.", "good"
            )
            return redirect(url_for("sheet.home"), 303)
    status = 200 if only_asked() else 422
    return render_template("people/join.html", form=form, over=over), status


def _of_ended_class(code: str) -> str:
    """That the code in an old address is that of a class that has ended, before anybody types anything; else nothing."""
    try:
        steps.find_open_class(session(), code)
    except ClassEnded as ended:
        return str(ended)
    return ""


join.makes = True  # type: ignore[attr-defined]  # in a transaction of its own: nobody is signed in yet


def _slow_down(refused: Refused) -> None:
    """Count a wrong class code and hold up the next wrong one; the right code is never held up by what others tried."""
    if refused.field == "code" and not isinstance(refused, ClassEnded):
        throttle().take("JOIN_FAILURES_PER_ADDRESS", address())


def _joined(form: JoinForm) -> Person:
    # Everything that can be refused is, before the password is hashed and the database is locked for writing. Only who has
    # a class's code learns which logins are taken.
    with database().read() as reading:
        if steps.find_open_class(reading, typed(form.code)) is None:
            raise Refused(steps.NO_SUCH_CODE, "code")
        login = read_login(typed(form.login))
        if steps.find_person(reading, login) is not None:
            return _joined_before(form, login)
    check_new_password(typed(form.password), login)
    hashed = hash_password(typed(form.password))
    with database().write(login) as writing:
        key = press_key(nobody=True)
        if not key or claim(writing, key) is None:
            added = steps.join(
                writing,
                typed(form.code),
                login=login,
                name=typed(form.name),
                level=typed(form.level),
                password_hash=hashed,
            )
            if key:
                answer(writing, key, url_for("sheet.home"))
            return added
    return _joined_before(form, login)


def _joined_before(form: JoinForm, login: str) -> Person:
    """Whoever joined by this very press, and still has this password; for all others the login is taken."""
    with database().read() as reading:
        before = reading.get(Press, press_key(nobody=True))
        found = steps.verify(reading, login, typed(form.password)) if before else None
        if found is None or found.ended_at is not None or not found.classrooms:
            raise Refused(
                f"Somebody already has the login {login}. If that is you, sign in and join with the code there; "
                "if not, choose another.",
                "login",
            )
        return found


@blueprint.route("/join/another", methods=["GET", "POST"])
@makes
def join_another() -> Page:
    """A trainee who is here already joins another class."""
    form = JoinAnotherForm(code=request.args.get("code", ""), level=usual_level(session(), person()) or "")
    if form.validate_on_submit():
        try:
            classroom = steps.join_another(session(), person(), typed(form.code), typed(form.level))
        except Refused as refused:
            _slow_down(refused)
            say(form, refused)
        else:
            return made(url_for("sheet.home"), f"You are in {isolated(classroom.name)} now.")
    return render_template("people/join_another.html", form=form), 200 if only_asked() else 422


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> Page:
    """One's own new password; it ends every other sign-in."""
    who = person()
    form = PasswordForm()
    if form.validate_on_submit():
        right = one_guess(who.login, "password page")
        number, login, stored = who.id, who.login, who.password_hash
        session().rollback()  # nobody waits for the write lock while two passwords are hashed
        if matches(stored, typed(form.current_password)):
            right()
            try:
                check_new_password(typed(form.new_password), login, until_now=typed(form.current_password))
            except Refused as refused:
                form.new_password.errors = [str(refused)]
            else:
                hashed = hash_password(typed(form.new_password))
                who = session().get_one(Person, number)
                if who.ended_at is not None:
                    abort(401)
                steps.set_password(session(), who, hashed, must_change=False)
                session().commit()
                remember(who)
                flash("Your password is changed. You are signed out everywhere else.", "good")
                return redirect(url_for("sheet.home"), 303)
        else:
            note_refused(WRONG_ON_ITS_PAGE, login)
            form.current_password.errors = ["That was not your password until now."]
    return render_template("people/password.html", form=form), 200 if only_asked() else 422


# Classes --------------------------------------------------------------------------------------------------------------


@blueprint.get("/classes")
def classes() -> Page:
    """The classes one teaches; those that have ended where they are asked for."""
    found, asked = steps.classes_of(session(), person()), request.args.get("ended") == "1"
    shown = [one for one in found if asked or goes_on(one)]
    over = sum(not goes_on(one) for one in found)
    return render_template("people/classes.html", classrooms=shown, over=over, show_ended=asked)


@blueprint.route("/classes/new", methods=["GET", "POST"])
@makes
def new_class() -> Page:
    """Make a class."""
    form = ClassForm()
    if form.validate_on_submit():
        try:
            classroom = steps.make_class(session(), person(), **form.settings())
        except Refused as refused:
            say(form, refused)
        else:
            return made(
                url_for("people.classroom", number=classroom.id),
                f"{isolated(classroom.name)} is made. Give its code to your trainees, or import a list.",
            )
    return render_template(
        "people/class_form.html", form=form, classroom=None, conflict=()
    ), 200 if only_asked() else 422


@blueprint.get("/classes/<int(max=2147483647):number>")
def classroom(number: int) -> Page:
    """A class: its code, its people, its settings."""
    return _class_page(taught(number), LoginForm())


@blueprint.route("/classes/<int(max=2147483647):number>/settings", methods=["GET", "POST"])
@decides
def class_settings(number: int) -> Page:
    """Change a class's settings."""
    classroom = taught(number)
    own = steps.own_rulesets(session(), classroom)
    form = ClassForm(obj=classroom, own=own)
    conflict: list[Conflict] = []
    if form.validate_on_submit():
        steps.hold_class(session(), classroom)
        stored = ClassForm(formdata=None, obj=classroom, own=own)
        saved, conflict = form.save(
            stored, classroom.version, lambda: steps.change_class(session(), classroom, **form.settings())
        )
        if saved:
            session().commit()
            flash(
                "Saved. Sheets that were begun before keep their mode, zone, units and the verdicts they have; "
                "what is saved on them from now on is judged by the ruleset of now.",
                "good",
            )
            return redirect(url_for("people.classroom", number=number), 303)
        session().rollback()
    elif only_asked():
        form.opened(classroom.version)
    status = 200 if only_asked() else 409 if conflict else 422
    return render_template(
        "people/class_form.html", form=form, classroom=taught(number), conflict=conflict
    ), status


@blueprint.post("/classes/<int(max=2147483647):number>/code")
@makes_where(lambda: request.form.get("do") == "renew")
@decides
def class_code(number: int) -> Page:
    """Open or close joining, or make a new code in the place of the one that the page showed."""
    classroom = taught(number)
    steps.hold_class(session(), classroom)
    verb = request.form.get("do", "")
    try:
        require_going_on(classroom, "Its code lets nobody in. Open the class again first.")
    except Refused as refused:
        session().rollback()
        flash(str(refused), "warning")
        return redirect(url_for("people.classroom", number=number), 303)
    if verb in {"open", "close", "renew"} and not was_shown().holds("code", classroom.join_code):
        session().rollback()
        flash("The class has another code than your page showed; nothing was changed. Decide again.", "stop")
        return _class_page(taught(number), LoginForm()), 409
    if verb == "open":
        steps.open_joining(classroom)
        said = "Trainees can join with the code."
    elif verb == "close":
        steps.close_joining(classroom)
        said = "Nobody can join with the code now."
    elif verb == "renew":
        steps.renew_code(session(), classroom)
        said = "The class has a new code; the old one is no longer any good."
    else:
        abort(400)
    return made(url_for("people.classroom", number=number, _anchor="code-title"), said)


@blueprint.route(
    "/classes/<int(max=2147483647):number>/people/<int(max=2147483647):person_id>/password",
    methods=["GET", "POST"],
)
@makes
@decides
def reset_trainee(number: int, person_id: int) -> Page:
    """Set a new password for a trainee of the class and show it until it is taken note of."""
    classroom = taught(number)
    trainee = session().get(Person, person_id)
    if trainee is None or trainee not in classroom.people or not steps.may_reset(person(), trainee):
        abort(404)
    return _reset(trainee, classroom)


@blueprint.post("/classes/<int(max=2147483647):number>/instructors")
@makes
def add_instructor(number: int) -> Page:
    """Let another instructor teach the class."""
    classroom = taught(number)
    form = LoginForm()
    if form.validate_on_submit():
        try:
            added = steps.add_instructor(session(), classroom, typed(form.login))
        except Refused as refused:
            say(form, refused)
        else:
            said = f"{isolated(added.name)} teaches {isolated(classroom.name)} now."
            return made(url_for("people.classroom", number=number, _anchor="instructors-title"), said)
    return _class_page(classroom, form), 422


def taught(number: int) -> Classroom:
    """The class, where this person teaches it; 404 otherwise."""
    found = session().get(Classroom, number)
    if found is None or not steps.teaches(person(), found):
        abort(404)
    return found


def _class_page(classroom: Classroom, form: LoginForm) -> str:
    people = sorted(classroom.people, key=lambda one: (one.name.casefold(), one.id))
    return render_template(
        "people/classroom.html",
        classroom=classroom,
        trainees=[one for one in people if one.role == Role.TRAINEE],
        instructors=[one for one in people if one.role == Role.INSTRUCTOR],
        form=form,
        join_addresses=reached_at(url_for("people.join")),
        address_is_told=is_told(),
        judged_by=steps.ruleset_title(session(), classroom),
        gone=gone_from(session(), classroom),
        imports=imports_of(session(), classroom),
        roster=roster(session(), classroom),
        levels=levels_in(session(), classroom),
        clock=lambda at: f"{at.astimezone(ZoneInfo(classroom.zone)):%Y-%m-%d %H:%M}",
        may_add_instructor=person().role == Role.ADMINISTRATOR,
        settable=steps.settable(session(), person(), people),
        endings=history_of(session(), classroom),
        changes_until=classroom.drafts_until if takes_changes(classroom) else None,
    )


# Everybody ------------------------------------------------------------------------------------------------------------


@blueprint.get("/people")
def everybody() -> Page:
    """Everybody who can sign in, for the administrator; accounts that have ended where they are asked for."""
    found, asked = steps.everybody(session()), request.args.get("ended") == "1"
    shown = [one for one in found if asked or one.ended_at is None]
    over = sum(one.ended_at is not None for one in found)
    return render_template("people/everybody.html", people=shown, over=over, show_ended=asked)


@blueprint.route("/people/new", methods=["GET", "POST"])
@makes
def new_person() -> Page:
    """Add somebody, with a password that is made up and shown until it is taken note of."""
    form = PersonForm()
    if form.validate_on_submit():
        slip_id = new_id()
        try:
            added = steps.add_person(
                session(),
                login=typed(form.login),
                name=typed(form.name),
                role=Role(form.role.data),
                level=typed(form.level),
                password=password_on(secret(), slip_id, read_login(typed(form.login))),
                must_change=True,
            )
        except Refused as refused:
            say(form, refused)
        else:
            return show_made(slip_id, [added], None)
    return render_template("people/new_person.html", form=form), 200 if only_asked() else 422


@blueprint.route("/people/<int(max=2147483647):person_id>/password", methods=["GET", "POST"])
@makes
@decides
def reset_person(person_id: int) -> Page:
    """Set a new password for somebody and show it until it is taken note of."""
    found = session().get(Person, person_id)
    if found is None or not steps.may_reset(person(), found):
        abort(404)
    return _reset(found, None)


def _reset(found: Person, classroom: Classroom | None) -> Page:
    form = JustAsk()
    asked = form.validate_on_submit()
    if not asked or not was_shown().holds("sign-in", found.session_epoch):
        page = render_template("people/reset.html", form=form, found=found, classroom=classroom, moved=asked)
        return page, 409 if asked else 200
    slip_id, login = new_id(), found.login
    steps.reset_password(session(), person(), found, password_on(secret(), slip_id, login))
    shown = show_made(slip_id, [found], classroom)
    throttle().forgive_all(login)
    return shown
