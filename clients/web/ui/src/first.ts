// What runs first, and is small: on a slow line each answer takes long to come, so that everything the first view needs is
// asked for at once, while the page's own code is still on its way.

import './style/index.css';
import { getMe, getMunicipality, getTask, listCommitments, listCycles, listOpenTasks, session as sessions } from './api/api';
import { ahead } from './api/http';
import { remembered } from './remembered';
import { type Route, routeOf } from './routes';
import { here } from './router';
import { screens } from './screens';
import { choose, firstLanguage, language } from './texts/language';
import { fetchTexts } from './texts/texts';

// Most needed first: a browser has few connections to one address.
function askFor(route: Route, municipality: string): void {
  if (route.screen === 'tasks') {
    ahead(() => listOpenTasks(municipality));
    ahead(() => listCommitments(municipality));
  }
  if (route.screen === 'task') ahead(() => getTask(`${municipality}/tasks/${route.number}`));
  ahead(() => getMunicipality(municipality));
  ahead(() => getMe(municipality));
  if (['tasks', 'wheel', 'board'].includes(route.screen)) ahead(() => listCycles(municipality));
}

async function askAhead(route: Route): Promise<void> {
  const last = remembered('municipality');
  const looking = ahead(sessions.look);
  if (last !== null) askFor(route, last);
  const looked = await looking;
  if (!looked.ok) return;
  const { signedIn, municipality, demo } = looked.value;
  if (signedIn && municipality !== undefined && municipality !== last) askFor(route, municipality);
  if (signedIn) return;
  void screens.sign_in();
  if (demo) ahead(sessions.people);
}

const route = routeOf(here());
choose(firstLanguage());
document.documentElement.lang = language();
void fetchTexts(language());
void screens[route.screen]();
void import('./main');
// Nothing can be shown without texts: they get a connection before the answers do, and importing begins a moment late.
queueMicrotask(() => void askAhead(route));
