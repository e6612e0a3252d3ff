//! What the handler of a page is given of a request, and what handlers of forms do with it.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};

use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::web::{AppState, Form, Page, Protected, faults, form_once};

/// A visit to a page.
pub struct Visit {
    /// The instance.
    pub app: web::Data<AppState>,
    /// The visitor.
    pub visitor: Visitor,
    /// The request.
    pub request: HttpRequest,
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<AppState>>().cloned();
        let visitor = Visitor::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let app = app.ok_or_else(|| Error::Internal("no instance behind this route".into()))?;
            Ok(Self { app, visitor: visitor.await?, request })
        })
    }
}

impl Visit {
    /// Whom the rule is asked for.
    pub fn viewer(&self) -> &Viewer {
        self.visitor.viewer()
    }

    /// The frame of the page that answers, in the visitor's language.
    pub fn page(&self) -> Page {
        self.visitor.page(&self.app, &self.request)
    }

    /// What the address of the page asks.
    pub fn asked(&self) -> Form {
        Form::asked(&self.request)
    }

    /// The instance, the visitor, and the frame of the page that answers.
    pub fn open(self) -> (web::Data<AppState>, Visitor, Page) {
        let page = self.page();
        (self.app, self.visitor, page)
    }
}

/// A visit that sent a form, after the code of the form was checked.
pub struct Posted {
    /// The visit.
    pub visit: Visit,
    /// What was typed.
    pub form: Form,
}

impl Deref for Posted {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequest for Posted {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::from_request(request, payload);
        let form = Protected::from_request(request, payload);
        Box::pin(async move {
            let visit = visit.await?;
            let Protected(form) = form.await?;
            Ok(Self { visit, form })
        })
    }
}

impl Posted {
    /// Does what the form asks for, once however often it is sent, and leads on to the address that `work` gives.
    pub async fn once(
        &self,
        work: impl FnOnce(&mut Tx<'_>, &Visitor, &Form) -> Result<String> + Send + 'static,
    ) -> Result<HttpResponse> {
        let person = self.visitor.person()?.clone();
        let (visitor, form) = (self.visitor.clone(), self.form.clone());
        form_once(&self.app, &person, &self.request, &self.form, move |tx| work(tx, &visitor, &form)).await
    }

    /// The answer; or, where something is wrong with the form, the page that `again` makes of it and its faults. A move that
    /// the state of things does not allow is a fault of `field`.
    pub async fn or_again<F: Future<Output = Result<HttpResponse>>>(
        self,
        outcome: Result<HttpResponse>,
        field: &str,
        again: impl FnOnce(Self, Fields) -> F,
    ) -> Result<HttpResponse> {
        match outcome {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let errors = faults(error, field)?;
                again(self, errors).await
            }
        }
    }
}
