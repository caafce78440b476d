# The public names of the package. This list is the only one: type checkers read it, and
# at run time `liverdeck` imports each name from it at its first use.

from liverdeck.anki.progress import (
    LearnerProgress as LearnerProgress,
    LoggedReview as LoggedReview,
    ScheduledCard as ScheduledCard,
)
from liverdeck.authoring.deck_data import (
    AnswerData as AnswerData,
    AudioData as AudioData,
    BlankData as BlankData,
    DayData as DayData,
    DeckData as DeckData,
    DocumentData as DocumentData,
    FactData as FactData,
    GroupData as GroupData,
    ImageData as ImageData,
    NumberData as NumberData,
    PassageData as PassageData,
    ReverseData as ReverseData,
    TextsData as TextsData,
    TopicData as TopicData,
)
from liverdeck.authoring.ledger_file import ledger_from_text as ledger_from_text
from liverdeck.authoring.ledger_text import ledger_text as ledger_text
from liverdeck.authoring.loader import Loaded as Loaded, load_deck as load_deck
from liverdeck.authoring.python_deck import make_deck as make_deck
from liverdeck.authoring.python_index import index_document as index_document
from liverdeck.base.errors import (
    ContentError as ContentError,
    LiverdeckError as LiverdeckError,
)
from liverdeck.base.problems import (
    Position as Position,
    Problem as Problem,
    ReadingRule as ReadingRule,
    RuleId as RuleId,
    Severity as Severity,
)
from liverdeck.base.result import Result as Result
from liverdeck.checker.choices import (
    check_choice as check_choice,
    check_true_false as check_true_false,
)
from liverdeck.checker.deck_checker import DeckChecker as DeckChecker
from liverdeck.checker.feedback import feedback as feedback
from liverdeck.checker.key import check as check
from liverdeck.checker.languages.language import Language as Language
from liverdeck.checker.languages.words_around import WordsAround as WordsAround
from liverdeck.checker.letter_diff import Piece as Piece, PieceKind as PieceKind
from liverdeck.checker.lists import check_list as check_list
from liverdeck.checker.terms import Terms as Terms
from liverdeck.checker.verdict import (
    ItemResult as ItemResult,
    ListVerdict as ListVerdict,
    Outcome as Outcome,
    Reason as Reason,
    TypedItem as TypedItem,
    Verdict as Verdict,
)
from liverdeck.facts.answer import (
    Answer as Answer,
    Number as Number,
    OptionOrder as OptionOrder,
    Pin as Pin,
    WrongAnswer as WrongAnswer,
)
from liverdeck.facts.card import (
    Card as Card,
    card_name as card_name,
    cards_by_name as cards_by_name,
    cards_of as cards_of,
)
from liverdeck.facts.deck import (
    Credit as Credit,
    Deck as Deck,
    Document as Document,
    Passage as Passage,
    Topic as Topic,
)
from liverdeck.facts.fact import Fact as Fact
from liverdeck.facts.ledger import (
    Ledger as Ledger,
    LedgerLine as LedgerLine,
    NoteState as NoteState,
    NumberHistory as NumberHistory,
    ReleasedNoteType as ReleasedNoteType,
)
from liverdeck.facts.media import (
    Image as Image,
    Media as Media,
    Side as Side,
    Sound as Sound,
)
from liverdeck.facts.shapes import (
    Blank as Blank,
    Cloze as Cloze,
    Enumeration as Enumeration,
    Gap as Gap,
    Group as Group,
    GroupedEnumeration as GroupedEnumeration,
    Grouping as Grouping,
    Order as Order,
    Question as Question,
    Reverse as Reverse,
    Shape as Shape,
    ShapeName as ShapeName,
)
from liverdeck.lint.run import lint_deck as lint_deck
from liverdeck.publishing.build import Built as Built, build_package as build_package
from liverdeck.publishing.ledger_changes import (
    Changes as Changes,
    RewordedNumber as RewordedNumber,
)
from liverdeck.publishing.release import (
    Released as Released,
    release_deck as release_deck,
)
from liverdeck.quiz.earlier_paper import load_paper as load_paper
from liverdeck.quiz.formats.job import (
    Mode as Mode,
    PageSize as PageSize,
    PaperLook as PaperLook,
    QuizJob as QuizJob,
    UnwritableError as UnwritableError,
)
from liverdeck.quiz.grading import (
    Graded as Graded,
    grade as grade,
    right_answer as right_answer,
)
from liverdeck.quiz.items.bank import item_bank as item_bank
from liverdeck.quiz.items.item import Item as Item, Option as Option, Pair as Pair
from liverdeck.quiz.items.item_types import (
    Interaction as Interaction,
    ItemType as ItemType,
    PartialCredit as PartialCredit,
    Points as Points,
    TypeTraits as TypeTraits,
)
from liverdeck.quiz.make import (
    MadeQuiz as MadeQuiz,
    QuizRequest as QuizRequest,
    make_quiz as make_quiz,
    write_format as write_format,
)
from liverdeck.quiz.papers.assemble import (
    Paper as Paper,
    assemble_paper as assemble_paper,
)
from liverdeck.quiz.papers.blueprint import BlueprintRow as BlueprintRow
from liverdeck.quiz.papers.option_choice import OptionArrangement as OptionArrangement
from liverdeck.quiz.papers.paper_forms import (
    AskedItem as AskedItem,
    PaperForm as PaperForm,
)
from liverdeck.quiz.papers.paper_request import PaperRequest as PaperRequest
from liverdeck.study.reviewlog.entries import (
    Entry as Entry,
    EntryKind as EntryKind,
    Origin as Origin,
    TypedAnswer as TypedAnswer,
)
from liverdeck.study.reviewlog.errors import LogError as LogError
from liverdeck.study.reviewlog.fold import CardState as CardState
from liverdeck.study.reviewlog.future_dates import ClockReading as ClockReading
from liverdeck.study.reviewlog.log_reader import (
    DayTotals as DayTotals,
    LogReader as LogReader,
)
from liverdeck.study.reviewlog.review_log import (
    AnsweredElsewhereError as AnsweredElsewhereError,
    MergeResult as MergeResult,
    ReviewLog as ReviewLog,
)
from liverdeck.study.scheduling.card_progress import (
    Answered as Answered,
    Choice as Choice,
    Phase as Phase,
    Progress as Progress,
)
from liverdeck.study.scheduling.json_data import (
    progress_from_json as progress_from_json,
    progress_to_json as progress_to_json,
    schedule_from_json as schedule_from_json,
    schedule_to_json as schedule_to_json,
)
from liverdeck.study.scheduling.memory import (
    Memory as Memory,
    MemoryModel as MemoryModel,
    Rating as Rating,
)
from liverdeck.study.scheduling.moments import Moment as Moment
from liverdeck.study.scheduling.schedule import (
    Schedule as Schedule,
)
from liverdeck.study.session.queue import (
    Remaining as Remaining,
    StudyOptions as StudyOptions,
)
from liverdeck.study.session.session import (
    Session as Session,
    SessionContext as SessionContext,
)
from liverdeck.study.session.shown_card import (
    Rated as Rated,
    ShownCard as ShownCard,
    suggested_rating as suggested_rating,
)

__version__: str
