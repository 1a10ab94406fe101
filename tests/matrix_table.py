"""Who gets in where: every route of the site, written out by hand. A route that is not here fails the tests.

A changed permission has to be changed here too, by somebody who means it.
"""

from __future__ import annotations

ROLES = ("clerk", "moderator", "analyst", "approver", "administrator", "respondent", "delegate", "member", "representative")
ROWS = ("stranger", "code holder", *ROLES)
EVERYBODY, SIGNED_IN = frozenset(ROWS), frozenset(ROLES)
STAFF = frozenset({"clerk", "moderator", "analyst", "approver", "administrator"})

WHO: dict[frozenset[str], str] = {
    EVERYBODY: """
        appeals.appeal appeals.withdraw campaigns.compare campaigns.members_csv campaigns.list_campaigns campaigns.list_csv campaigns.show cities.compare cities.compare_csv cities.compare_json cities.csv cities.json cities.list_all clocks.overdue
        clocks.overdue_csv clocks.show clocks.show_csv comments.change comments.check comments.claim comments.counts comments.counts_csv comments.csv
        comments.disclosure comments.hide_name comments.json comments.list_comments comments.mine comments.name comments.report comments.sent comments.show
        comments.withdraw comments.write consultation.explained consultation.program consultation.questions council.decision council.evidence council.ledger
        council.ledger_file council.positions demonstration.cast demonstration.continue_as exceptions.incidents exceptions.register exceptions.register_csv
        exceptions.report exceptions.reports exceptions.show exceptions.uses exceptions.uses_csv feeds.all_dates feeds.comments feeds.docket feeds.docket_calendar
        feeds.exceptions feeds.site follow.asked follow.confirm follow.docket follow.site follow.stop invitations.accept letters.answer letters.counts letters.explained
        letters.list_letters letters.proof letters.show letters.show_version letters.sign letters.signatures letters.signed letters.withdraw letters.words
        organisations.mailbox organisations.new organisations.represent organisations.show outcomes.show pages.accessibility pages.compare pages.covers
        pages.covers_at pages.data pages.docket pages.dockets pages.favicon pages.healthz pages.home pages.how pages.numbers pages.other_ways pages.privacy pages.safely
        pages.section pages.text pages.text_at pages.text_file respond.accept respond.not_me rules.as_csv rules.explained rules.sides_as_csv rules.ways_as_csv security.forgot_password security.login
        security.logout security.reset_password security.two_factor_setup security.two_factor_setup_validate security.two_factor_token_validation
        security.wan_signin security.wan_signin_response statements.as_json statements.pdf statements.show statements.show_at summaries.dispute summaries.show
        summaries.show_at summaries.themes_csv themes.show entered.proof entered.show entered.signatories entered.words letters.who_signed pages.matter
        pages.timeline pages.workflows briefs.documents briefs.hearing briefs.show entered.pdf letters.pdf letters.qr readiness.ahead readiness.calendar_of_city
        readiness.calendar_of_docket readiness.explained readiness.ready search.everywhere search.on_docket
    """,
    SIGNED_IN: """
        again.show organisations.leave people.account people.end people.password people.remove_passkey people.second_factor people.signed_in security.verify
        security.wan_register security.wan_register_response
    """,
    STAFF: "exchange.job exchange.jobs settings.every settings.first_run staff.desk staff.folder staff.packet staff_people.log",
    frozenset({"clerk"}): """
        asking.contact asking.delivery asking.drop asking.extend asking.freeze asking.invite asking.judge asking.notice asking.office asking.outcome asking.paper
        asking.question asking.remove asking.roster clauses.correct clauses.duty clauses.every clauses.new council.correct_executive council.correct_roll_call council.executive_action council.roll_call council.votes
        dockets.check dockets.close dockets.course dockets.discard dockets.drop dockets.end dockets.extend dockets.findings dockets.marks dockets.missing_text
        dockets.move dockets.name dockets.new dockets.notices dockets.piece dockets.poster dockets.publish dockets.published dockets.reasons dockets.settings
        dockets.split dockets.structure dockets.undo dockets.versions dockets.window dockets.withdraw_version dockets.words exchange.again exchange.cancel
        exchange.columns exchange.failed exchange.imports exchange.intake exchange.slip outcomes.change outcomes.close outcomes.correct outcomes.drop
        outcomes.publish outcomes.responses outcomes.write permits.accept permits.condition permits.decide permits.give_back permits.hearing permits.home
        permits.one permits.read permits.revoke permits.seal staff.freeze statement_drafts.change statement_drafts.choose statement_drafts.drop statement_drafts.freeze
        statement_drafts.prepare statement_drafts.preview statement_drafts.write amendments.every amendments.offer amendments.one amendments.put
        amendments.withdraw amendments.work_in checks.compare checks.list_checks checks.original council.voice council.withdraw_motion dockets.step
        members.asked members.condition members.conditions members.refuse members.reply votes.papers votes.urgency
        dockets.take_back entered.enter entered.strike entered.void checks.open_original
    """,
    frozenset({"clerk", "administrator"}): "council.bodies council.body council.end notices.message notices.outbox settings.change",
    frozenset({"clerk", "approver"}): "asking.review_judgement",
    frozenset({"clerk", "analyst"}): "dockets.write_facts",
    frozenset({"clerk", "analyst", "approver"}): "dockets.confirm_facts",
    frozenset({"clerk", "approver", "administrator"}): """
        organisations.approve organisations.check organisations.drop organisations.end organisations.list_all organisations.revoke
    """,
    frozenset({"moderator"}): """
        appeals.answer_dispute appeals.dispute appeals.disputes moderation.confirm moderation.decide moderation.drop moderation.queue moderation.queues
        moderation.save moderation.take moderation.undo moderation.agree_to_undo moderation.drop_undo groups.apart groups.reopen groups.batch groups.confirm groups.declare groups.dissolve groups.join groups.leave
        groups.compare groups.list_groups groups.merge groups.one groups.split groups.undo
    """,
    frozenset({"moderator", "approver"}): "appeals.review appeals.review_list",
    frozenset({"analyst"}): """
        summary_drafts.add_sentence summary_drafts.edit summary_drafts.edit_sentence summary_drafts.move_up summary_drafts.take_out themes.code themes.code_next
        themes.code_one themes.codebook themes.publish themes.theme
    """,
    frozenset({"approver"}): "summary_drafts.approve",
    frozenset({"analyst", "approver"}): "summary_drafts.decide summary_drafts.disputes",
    frozenset({"administrator"}): """
        staff_people.ask_reset staff_people.confirm_reset staff_people.drop_reset staff_people.end_holding staff_people.end_sessions staff_people.every
        staff_people.invite staff_people.new_office staff_people.office staff_people.one staff_people.resume staff_people.revoke staff_people.suspend
        staff_people.withdraw
    """,
    # The chief's own office; a deputy of a department gets in too (tests/consultation/test_respond.py), the member's aide of this row does not.
    frozenset({"respondent"}): """
        oversight.correct oversight.dispose oversight.home oversight.log_use oversight.receipt oversight.report oversight.reports requests.again requests.check
        requests.drop requests.new requests.one requests.renew requests.withdraw requests.write respond.answer respond.changes respond.check
        respond.contest_answer respond.contest_contact respond.contest_delivery respond.contest_notice respond.correct respond.decline respond.delegate
        respond.end_delegate respond.home respond.print_drafts respond.take
    """,
    frozenset({"member", "delegate"}): """
        briefs.own council.member members.ask members.explain members.own_condition members.position
        own_amendments.choose own_amendments.drop own_amendments.offer own_amendments.withdraw
    """,
    frozenset({"representative"}): """
        organisations.confirm writing.abandon writing.deliver writing.edit writing.freeze writing.invite writing.manage writing.mine writing.new writing.remind
        writing.take_back writing.withdraw
    """,
    frozenset(): "security.tf_select security.two_factor_rescue security.wan_delete",  # pages of the library that are switched off
}  # fmt: skip
TABLE: dict[str, frozenset[str]] = {endpoint: who for who, endpoints in WHO.items() for endpoint in endpoints.split()}

# Objects that are somebody's: whoever else asks learns nothing, not even that they exist.
HIDDEN = frozenset("""
    respond.answer respond.check respond.contest_answer respond.contest_contact respond.contest_delivery respond.contest_notice respond.correct respond.decline
    respond.print_drafts respond.take oversight.correct oversight.dispose oversight.report requests.again requests.check requests.drop requests.one
    requests.renew requests.write
""".split())  # noqa: SIM905 - read by people
# What those who may get in are answered, where it is not the page.
ANSWERS: dict[str, int] = {
    "pages.favicon": 204,  # there is none
    "appeals.appeal": 404,  # the author's own, with the cookie of the check desk
    "comments.claim": 302, "comments.sent": 302, "letters.signed": 302, "exchange.slip": 302,  # nothing was sent just now
    "comments.change": 404, "comments.withdraw": 404, "comments.mine": 302, "summaries.dispute": 302,  # to the check desk
    "follow.confirm": 410, "follow.stop": 410, "organisations.mailbox": 410,  # the link is used up
    "invitations.accept": 404, "letters.answer": 404, "respond.accept": 404,  # no such link
    "security.reset_password": 302, "security.two_factor_setup": 302, "security.two_factor_token_validation": 302, "security.wan_register": 302,
    "statement_drafts.write": 404,  # without naming its source
    "amendments.offer": 302, "own_amendments.offer": 302,  # without the words that it would change
    "again.show": 403,  # asks for the second factor once more, in the words of a refusal
    "themes.code_next": 302, "respond.contest_answer": 404,  # an answer that came on the site is not contested
}  # fmt: skip
FOR_A_ROW: dict[tuple[str, str], int] = {
    **{(endpoint, role): 302 for endpoint in ("security.login", "security.wan_signin") for role in ROLES},  # signed in already
    ("comments.mine", "code holder"): 200, ("comments.sent", "code holder"): 200, ("comments.change", "code holder"): 200,
    ("comments.withdraw", "code holder"): 200,
    ("summaries.dispute", "code holder"): 404,  # a sentence that does not cite this comment
}  # fmt: skip
