/** Everything that the panel fetches when it is used: for tests, which press the buttons at once. */
import '../contact-form.ts';
import '../history-list.ts';
import '../panel-menu.ts';
import '../rating-form.ts';
