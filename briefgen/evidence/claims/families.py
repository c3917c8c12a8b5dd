"""The families of things that news tells stages of, with the words that tell them (all English)."""

from __future__ import annotations

from briefgen.evidence.claims.stages import Family, Stage
from briefgen.messages import N_

TALKS = (
    r"(?:discuss(?:ions?|es|ing)|talks?|negotiat(?:ions?|es|ing)|debat(?:es?|ing)|explor(?:es|ing)|consider(?:s|ing)|"
    r"haggl(?:es|ing)|bargain(?:s|ing))\b"
    r"(?: with [\w ’'-]{2,60}? (?:regarding|on|about|over|for)|[\w ]{0,30}?\b(?:regarding|on|about|over|of|for))?"
)
"""How talks are named whose subject follows."""
IN_TALKS = (
    r"under (?:discussion|negotiation|consideration)|"
    r"being (?:discussed|negotiated|drafted|considered|debated|worked out)"
)
AT_REVIEW = (
    r"(?:is|are|was|were|remains?) (?:still |now |currently |yet )?(?:under (?:review|examination|scrutiny|"
    r"consideration)|"
    r"awaiting (?:\w+ )?(?:approval|clearance|a decision)|pending|undecided|"
    r"being (?:examined|assessed|studied|reviewed|considered|processed))|"
    r"awaits? (?:\w+ )?(?:approval|clearance|a decision)"
)
"""How news says that an authority has not decided."""
NO_DECISION = (
    r"no (?:final |formal )?decision (?:(?:has|had) (?:yet )?been |was |is )?(?:taken |made |reached )?(?:yet )?on"
)
"""The same, with the thing behind it."""


GATE = (
    Stage(
        N_("closed"),
        "closed shut sealed blocked",
        behind=r"(?:(?:is|are) still|(?:has |have )?(?:remain(?:s|ed)?|stays?)) (?:closed|shut|sealed|blocked)",
        open=True,
    ),
    Stage(
        N_("open"),
        "opened reopened re-opened unblocked",
        "open reopen re-open unblock reopening_of",
        behind=r"(?:is|are) (?:now |again |once more )?open(?: again)?",
        open=True,
    ),
)
"""The stages of what one passes through."""

FAMILIES = (
    Family(
        "agreement",
        "agreement accord deal pact treaty protocol convention memorandum contract ceasefire truce charter loan "
        "lease credit "
        "concession franchise",
        (
            Stage(
                N_("broken off"),
                "rejected terminated scrapped cancelled canceled suspended annulled",
                behind=r"fell through|collapsed",
                open=True,
                ended=True,
            ),
            Stage(N_("under negotiation"), before=TALKS, behind=IN_TALKS, open=True),
            Stage(N_("undecided"), before=NO_DECISION, open=True),
            Stage(N_("awarded"), "awarded", "award awarding_of", behind=r"(?:went|has gone) to"),
            Stage(
                N_("agreed"),
                "reached struck concluded clinched finalised finalized sealed hammered_out",
                "reach strike conclude clinch finalise finalize seal conclusion_of",
            ),
            Stage(
                N_("initialled"),
                "initialled initialed initialling_of initialing_of",
                "initial",
                behind=r"(?:is|are) (?:still )?(?:awaiting|waiting for|ready for) (?:its |their )?(?:signature|"
                r"signing)",
                open=True,
            ),
            Stage(N_("signed"), "signed signing_of", "sign signing", done="signing|signature"),
            Stage(N_("ratified"), "ratified", "ratify ratification_of"),
            Stage(
                N_("in force"),
                behind=r"(?:has )?(?:entered|came|come|went) into (?:force|effect)|(?:took|has taken) effect"
                r"|(?:is|are) (?:now )?in force|(?:is|are) (?:still |largely )?holding",
                future=r"(?:enter|come|go) into (?:force|effect)|take effect",
            ),
        ),
        by_parties=True,
    ),
    Family(
        "work",
        "airport arena berth block breakwater brewery bridge cable canal center centre clinic complex "
        "corridor dam depot dyke embankment estate expressway facility factory farm gateway grid harbor "
        "harbour highway hospital housing hub interchange interconnector laboratory library line link lock "
        "metro mill mine motorway museum observatory park pier pipeline plant port prison quay railroad "
        "railway reactor refinery reservoir road route school smelter stadium station substation system "
        "terminal theatre tramway tunnel university ward warehouse",
        (
            Stage(N_("cancelled"), "cancelled canceled scrapped abandoned shelved", open=True, ended=True),
            Stage(N_("under discussion"), before=TALKS, behind=IN_TALKS, open=True),
            Stage(
                N_("at a standstill"),
                begun=r"halted|suspended|frozen|paused|(?:has |have )?stalled|(?:is|are) (?:still )?(?:on hold|idle)|"
                r"(?:has|have) (?:stopped|come to a (?:halt|standstill))",
                open=True,
            ),
            Stage(
                N_("under construction"),
                before=r"(?:is|are) (?:now |currently |already )?(?:building|putting up|erecting)|"
                r"(?:began|begun|started|starts|begins) (?:building|(?:the )?construction (?:of|on)|work on)|"
                r"ongoing construction of|broke(?:n)? ground (?:for|on)|"
                r"(?:have |has )(?:been )?(?:laid|dug|digging|laying|pouring|poured) (?:out )?the foundations? "
                r"(?:stone )?(?:of|for)",
                bases="break_ground_for break_ground_on",
                behind=r"(?:(?:is|are|was|were|remains?) )?(?:still |now |already |currently )?"
                r"(?:under construction|being (?:built|constructed|erected)|a building site)",
                begun=r"(?:has |have )?(?:already )?(?:begun|began|started|commenced|resumed)|"
                r"(?:(?:is|are) )?(?:now |well |already )?(?:under ?way|in progress|going on|in full swing|progressing|"
                r"advancing|continuing)|continues?",
                begin="begin|start|commence|resume",
                open=True,
            ),
            Stage(
                N_("in trial operation"),
                behind=r"(?:(?:is|are|was|were|remains?) )?(?:still |now |currently )?"
                r"(?:(?:in|undergoing|on) (?:trial|test|pilot) (?:operations?|runs?|mode)|being tested|undergoing "
                r"(?:tests|trials))",
                open=True,
            ),
            Stage(
                N_("completed"),
                "inaugurated completed commissioned opened finished handed_over connected_to_the_grid",
                "inaugurate complete commission open finish build construct hand_over completion_of inauguration_of",
                behind=r"(?:has )?(?:became|become) operational|(?:has )?(?:went|gone) into (?:operation|service)"
                r"|(?:has )?entered (?:service|operation)"
                r"|(?:is|are) (?:now |already |fully )?(?:operational|in operation|in service|finished|complete|"
                r"open(?: to (?:traffic|visitors|passengers|the public))?(?! to))|(?:has |have )?(?:started|begun|"
                r"began) operations?"
                r"|(?:has |have )?(?:welcomed|received|admitted|treated|carried|served) (?:its|the|their) first",
                future=r"become operational|go into (?:operation|service)|enter (?:service|operation)"
                r"|(?:start|begin) (?:operations?|operating|production)|start(?= (?:up )?(?:in|by|before|next|from)\b)"
                r"|(?:be|is|are) (?:fully )?(?:operational|finished|ready|complete)",
                done="opening|inauguration|completion|commissioning",
            ),
        ),
        days=30,
        numbered=True,
    ),
    Family(
        "body",
        "fund bank council commission agency authority venture committee platform mechanism alliance institute union",
        (
            Stage(
                N_("dissolved"),
                "dissolved cancelled canceled scrapped abandoned shelved disbanded",
                open=True,
                ended=True,
            ),
            Stage(N_("under discussion"), before=TALKS, behind=IN_TALKS, open=True),
            Stage(
                N_("set up"),
                "inaugurated launched established created founded formed opened set_up",
                "inaugurate launch establish create found form open set_up creation_of establishment_of launch_of "
                "inauguration_of",
            ),
        ),
        by_parties=True,
        days=30,
    ),
    Family(
        "law",
        "bill law act legislation amendment reform directive regulation constitution",
        (
            Stage(
                N_("rejected"),
                "rejected vetoed withdrawn repealed annulled",
                behind=r"was voted down",
                open=True,
                ended=True,
            ),
            Stage(
                N_("only proposed"),
                before=r"ha(?:s|ve) (?:now |also |again )?proposed|(?:is|are) (?:now |currently |still )?debating",
                behind=r"(?:is|are|remains?) (?:still |now |currently )?"
                r"(?:under debate|being debated|pending|before parliament|a draft|in committee|before (?:the )?\w+ "
                r"committee|"
                r"awaiting (?:its |a )?(?:\w+ )?(?:vote|reading)|in (?:its )?(?:first|second|third) reading)",
                open=True,
            ),
            Stage(
                N_("adopted"),
                "adopted passed approved enacted",
                "adopt pass approve enact vote_on vote adoption_of passage_of",
            ),
            Stage(
                N_("in force"),
                behind=r"(?:has )?(?:entered|came|come|went) into (?:force|effect)|(?:took|has taken) effect"
                r"|(?:is|are) (?:now )?in force",
                future=r"(?:enter|come|go) into (?:force|effect)|take effect",
            ),
        ),
        by_parties=True,
    ),
    Family(
        "restriction",
        "sanction restriction embargo ban blockade curb curfew tariff quota moratorium",
        (
            Stage(
                N_("in place"),
                "extended prolonged renewed maintained upheld tightened",
                behind=r"(?:will )?(?:remains?|stays?) (?:firmly |fully )?(?:in (?:place|force|effect)|unchanged)"
                r"|(?:is|are) still in (?:place|force|effect)",
                open=True,
            ),
            Stage(
                N_("lifted"),
                "lifted removed dropped ended revoked",
                "lift remove drop end revoke lifting_of removal_of",
                open=True,
            ),
        ),
        by_parties=True,
        by_parties_alone=True,
    ),
    Family(
        "approval",
        "merger takeover acquisition bid project plan scheme licence license permit vaccine drug loan package tranche "
        "concession deposit budget subsidy aid grant treatment therapy route",
        (
            Stage(
                N_("blocked"),
                "blocked rejected vetoed prohibited withdrawn abandoned scrapped",
                behind=r"(?:remains?|(?:is|are) still) (?:blocked|frozen)",
                open=True,
                ended=True,
            ),
            Stage(
                N_("awaiting approval"),
                before=NO_DECISION,
                behind=rf"{AT_REVIEW}|(?:is|are|was|were|remains?) (?:still |now |currently )?(?:{IN_TALKS})",
                open=True,
            ),
            Stage(
                N_("approved"),
                "approved cleared authorised authorized unblocked granted awarded",
                "approve unblock clear authorise authorize grant award approval_of clearance_of",
            ),
            Stage(N_("completed"), "completed finalised finalized", "complete finalise finalize completion_of"),
        ),
    ),
    Family(
        "strike",
        "strike walkout",
        (
            Stage(N_("called off"), "called_off cancelled canceled suspended averted", "call_off", open=True),
            Stage(
                N_("going on"),
                behind=r"(?:is|are) (?:now |still )?under ?way|(?:has )?(?:began|begun|entered its \w+ day)|continues?"
                r"|goes on",
                future="begin|start|go ahead",
                open=True,
            ),
        ),
    ),
    Family(
        "flow",
        "export import delivery shipment supply flight service",
        (
            Stage(
                N_("halted"),
                "halted stopped suspended frozen cut_off banned",
                "halt stop suspend freeze cut_off ban",
                behind=r"(?:remains?|(?:is|are) still) (?:suspended|halted|frozen)",
                open=True,
            ),
            Stage(
                N_("running"),
                "resumed restarted",
                "resume restart resumption_of",
                behind=r"(?:are|is) (?:again |still )?(?:running|flowing|continuing)|continues?(?= (?:as|normally|"
                r"without|un))|"
                r"(?:has |have )?resumed",
                open=True,
            ),
        ),
        by_parties=True,
        by_parties_alone=True,
    ),
    Family(
        "vessel",
        "satellite rocket spacecraft probe telescope ship vessel ferry tanker frigate submarine locomotive",
        (
            Stage(N_("cancelled"), "cancelled canceled scrapped abandoned shelved", open=True, ended=True),
            Stage(
                N_("being built"),
                before=r"(?:is|are) (?:now |currently |still )?building",
                behind=r"(?:(?:is|are|was|were|remains?) )?(?:still |now |currently )?(?:under construction|being "
                r"(?:built|fitted out|tested)|"
                r"on the slipway)",
                open=True,
            ),
            Stage(
                N_("launched or delivered"),
                "launched delivered commissioned handed_over",
                "launch deliver commission hand_over launch_of delivery_of",
                behind=r"(?:has |have )?(?:entered service|reached orbit)|(?:is|are) (?:now |already )?(?:in "
                r"(?:orbit|service))",
                future=r"enter service|reach orbit",
                done="launch|delivery|handover|maiden voyage",
            ),
        ),
        named_behind=True,
        numbered=True,
    ),
    Family(
        "tender",
        "tender auction",
        (
            Stage(N_("cancelled"), "cancelled canceled scrapped annulled suspended", open=True, ended=True),
            Stage(
                N_("announced"),
                "launched announced opened published called invited",
                "launch announce open publish call invite launch_of",
                behind=r"(?:is|are) (?:now |already )?(?:open|under ?way)",
            ),
            Stage(N_("decided"), "awarded won decided", "award decide", behind=r"(?:went|has gone) to"),
        ),
        by_parties=True,
    ),
    Family("gate", "crossing checkpoint airport port bridge strait road tunnel pass railway", GATE),
    Family("frontier", "border embassy consulate airspace", GATE, by_parties=True, by_parties_alone=True, placed=True),
    Family(
        "talk",
        "talk negotiation dialogue",
        (
            Stage(
                N_("broken off"),
                "suspended halted cancelled canceled",
                before=r"(?:broke|has broken|have broken|walked) (?:off|out of)",
                behind=r"(?:have |has )?(?:broke(?:n)? (?:off|down)|collapsed|failed|stalled)|(?:is|are) deadlocked"
                r"|(?:were|have been|are) broken off",
                open=True,
            ),
            Stage(
                N_("under way"),
                "resumed restarted reopened relaunched",
                "resume restart reopen relaunch resumption_of",
                behind=r"(?:is|are|remain) (?:still |now |again )?(?:under ?way|ongoing|continuing|going (?:ahead|"
                r"on))|continue\b",
                open=True,
            ),
        ),
        by_parties=True,
        by_parties_alone=True,
    ),
    Family(
        "plant",
        "plant reactor refinery mine smelter factory mill field pipeline line unit service terminal well "
        "furnace quarry",
        (
            Stage(
                N_("halted"),
                "halted stopped suspended shut idled closed mothballed frozen cut_off",
                behind=r"(?:remains?|stays?|is still|are still) (?:idle|shut|offline|closed|halted)|went offline"
                r"|(?:is|are) (?:idle|at a standstill|offline)",
                open=True,
            ),
            Stage(
                N_("running"),
                "restarted resumed",
                "restart resume",
                behind=r"(?:is|are) (?:now |again |still )?(?:running|operating|back online|continuing)|"
                r"continues?(?= (?:as|normally|without|un))"
                r"|(?:has )?(?:came|come) back online|(?:has |have )?resumed (?:operations?|production|work)",
                open=True,
            ),
        ),
        numbered=True,
    ),
)
"""All families. What is not here states nothing: a forum that opened, a report that was adopted."""
