# Templates of joint actions.
templates-heading = Templates
templates-lede = A template is what a joint action is begun with: its wording, its tasks and when they are due. Nothing is released by it.
templates-common = For all members
templates-own = Of your organisation
templates-none = No templates yet
templates-none-text = Delegates keep templates for their organisation, convenors of the secretariat for all members.
templates-link = Templates
template-new = Write a template
template-new-heading = Write a template
template-change-heading = Change the template
template-change = Change
template-form-lede = What you write here is typed into the form of an action beforehand. Whoever begins the action changes what does not fit.
template-whose = For whom
template-whose-own = For my organisation alone
template-whose-all = For all members
template-name = Name
template-name-help = By this people find it, for example “Answer to a blocking order”.
template-title = Title of the action
template-title-help = Write [in square brackets] what has to be filled in each time.
template-due = Due, in days
template-due-help = So many days after the action is begun. Empty: whenever.
template-days = { $count ->
    [one] One day after it is begun
   *[other] { $count } days after it is begun
}
template-tasks = { $count ->
    [0] No task
    [one] One task
   *[other] { $count } tasks
}
template-tasks-help = These tasks are written down when the action is begun, and all its readers see them. Empty a title to leave a task out.
template-tasks-days-help = Each is written down when an action is begun. Empty a title to take a task away; more empty rows come when you save.
template-task-owner = Who does it
template-task-lead = The organisation that leads
template-task-open = Whoever takes it
template-task-days = Due, in days
template-readers = Suggested readers
template-readers-none = Nobody is suggested. Whoever begins the action chooses.
template-readers-lost = As they stand, these readers cannot be chosen:
template-left-out = To be left out:
template-lost = Some of those who are named here cannot be chosen now. They stay in the template until you take the tick away.
template-lost-readers = Readers who cannot be chosen now
template-lost-left-out = Left out, and cannot be named now
template-readers-help = Only a suggestion. Whoever begins the action sees who will read it, and can choose others.
template-save = Save the template
template-begin = Begin an action with it
template-use-heading = Use
template-use-text = Out of use, a template is shown to the organisation that keeps it and, if it is for all members, to the convenors. No action is begun with it. Actions that were begun with it stay as they are.
template-use-out = Take out of use
template-use-back = Take back into use
template-out-of-use = Out of use
template-delete = Delete this template
template-history = What was done with it
template-changed-meanwhile = Somebody else has changed this template meanwhile. What you typed is still here. Open the template beside it, and begin again from what it says now.
template-ready-heading = Templates that are ready
template-ready-text = Entente comes with templates for a shutdown, an arrested colleague, a blocking order and a new law. You can add them for all members now, and change them afterwards.
template-ready = { $count ->
    [one] Add the one that is missing
   *[other] Add { $count } templates for all members
}
template-choose = Begin with a template
template-choose-help = It fills this form in. Use it before you type: what is typed below is replaced.
template-choose-send = Fill in
template-chosen = Filled in with the template { $name }. Replace what stands [in square brackets].
template-readers-gone = The template also names these readers, who cannot be chosen now: { $names }. Look at who reads the action before you begin it.
template-left-out-gone = The template leaves these out, who cannot be named now: { $names }. This action does not leave them out: if they become members again, they can read it.
flash-template-added = The template is saved.
flash-template-changed = The changes are saved.
flash-template-retired = The template is out of use.
flash-template-restored = The template is in use again.
flash-template-deleted = The template is deleted.
flash-template-ready = The templates are there for all members.
confirm-template-delete = Delete this template?
confirm-template-delete-text = It is gone for everybody who uses it. Actions that were begun with it stay as they are.
confirm-template-delete-send = Delete it
conflict-templates-enough = There are { $most } templates, and that is the most. Delete one to keep another.
denied-template = Only the organisation that keeps a template changes it.
fault-task-row = Task { $row }: { $fault }
fault-template-tasks = There are { $most } tasks at most.
fault-template-days = A number of days from 1 to { $most } is needed; for programs as ISO 8601 writes them, such as P14D.
fault-template-common = A template for all members suggests the public, the coalition or sectors, and leaves nobody out.
fault-template-common-stays = For whom a template is does not change. Write another one.
fault-template-person = A template suggests no single people.
fault-no-such-template = There is no such template in use.
fault-tasks-at-first = Tasks and a template are named when an action is begun. Add tasks one by one afterwards.
act-template-added = wrote a template: { $subject }
act-template-changed = changed a template: { $subject }
act-template-deleted = deleted a template: { $subject }
act-template-restored = took a template back into use: { $subject }
act-template-retired = took a template out of use: { $subject }
log-a-template = a template
log-detail-fields = Changed
log-detail-template = Template
log-fields-name = name
log-fields-kind = what is done
log-fields-title = title
log-fields-brief = brief
log-fields-language = language
log-fields-audience = suggested readers
log-fields-except = who is left out
log-fields-due-in = due
log-fields-tasks = tasks
